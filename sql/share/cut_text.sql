-- The first words of a text and an ellipsis where it is longer. Scripts without blanks are cut by signs, two for a word.
create temp macro cut_text(written) as
    case
        when regexp_matches(written, '[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}\p{{Thai}}]')
            then
                case
                    when length(written) <= 2 * {quote_words} then written
                    else left(written, 2 * {quote_words}) || ' …'
                end
        when len(regexp_split_to_array(trim(written), '\s+')) <= {quote_words} then written
        else array_to_string(regexp_split_to_array(trim(written), '\s+')[1:{quote_words}], ' ') || ' …'
    end;
