DROP VIEW fixed_fees;
DROP TABLE book_breaches;
