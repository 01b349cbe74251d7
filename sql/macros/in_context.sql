-- The words around a fact: `in_context(text, start_char, end_char, 60)` marks it with [ ] and shows 60 characters on each side.
create macro in_context(full_text, from_char, to_char, width) as
    replace(
        substring(full_text, greatest(from_char - width, 0) + 1, from_char - greatest(from_char - width, 0))
        || '[' || substring(full_text, from_char + 1, to_char - from_char) || ']'
        || substring(full_text, to_char + 1, width),
        chr(10),
        ' '
    );
