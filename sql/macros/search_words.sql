-- The words of a text as search compares them: small letters without accents, possessive or apostrophe, 1,200 as 1200, hyphens apart.
-- Chinese, Japanese and Thai, written without blanks, are cut into signs.
create macro search_words(written) as
    regexp_extract_all(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        replace(replace(translate(strip_accents(lower(written)), 'øłđı’ʼ', 'oldi'''''), 'ß', 'ss'), 'æ', 'ae'),
                        '''s\b|''',
                        '',
                        'g'
                    ),
                    '(\d),(\d{3})',
                    '\1\2',
                    'g'
                ),
                '(\d),(\d{3})',
                '\1\2',
                'g'
            ),
            '([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])',
            ' \1 ',
            'g'
        ),
        '[\p{L}\p{N}]+(?:\.\p{N}+)*'
    );
