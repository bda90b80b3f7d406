-- What calls to vendors came to, by the hour. Each replica has rows of its own and
-- writes their whole sums, so that writing twice changes nothing. figures are JSON
-- of policies/scorecard: counts, and nothing of a request. hour is its beginning.

CREATE TABLE scorecards (
    hour       BIGINT NOT NULL,
    connection TEXT   NOT NULL,
    operation  TEXT   NOT NULL,
    replica    TEXT   NOT NULL,
    figures    TEXT   NOT NULL,
    PRIMARY KEY (connection, hour, operation, replica)
);
CREATE INDEX scorecards_hour ON scorecards (hour);
