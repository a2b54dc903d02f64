DROP TABLE book_breaches;
