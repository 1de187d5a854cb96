-- Which tickets say a word, newest first, without gathering all that begin alike: an index for each length of a beginning. Where in a text a word stands is asked by nobody, and kept no more.
DROP TABLE ticket_words;
CREATE VIRTUAL TABLE ticket_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2', content = '', contentless_delete = 1, detail = none, prefix = '3 4 5 6 7 8 9 10');
INSERT INTO ticket_words (rowid, title, body)
SELECT id, title, body || ' ' || coalesce(category, '') || ' ' || coalesce(area, '') || ' ' || coalesce(letter_number, '') || ' ' || coalesce(organisation, '') FROM tickets WHERE NOT secret ORDER BY id;
