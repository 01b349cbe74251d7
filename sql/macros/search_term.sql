-- The form under which search keeps a word: the singular of an English plural, by the three rules of Harman's S stemmer (1991).
create macro search_term(word) as
    case
        when not regexp_matches(word, '^[a-z]{3,}s$') then word
        when regexp_matches(word, '[^ae]ies$') then word[:-4] || 'y'
        when regexp_matches(word, '[^aeo]es$') then word[:-2]
        when regexp_matches(word, '[^us]s$') then word[:-2]
        else word
    end;
