-- The rows of some days are found without reading all others.
create index ledger_ts on ledger (ts, seq);
