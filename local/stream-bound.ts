import { DatabaseSync } from 'node:sqlite';

/**
 * Bounds the stream of a dynoxide that runs on a file. The engine itself never removes a record, and reads all of them
 * for each write to number the next one: with 20,000 records a write takes five times as long.
 */
export const boundStream = (file: string, keptRecords: number): void => {
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE INDEX IF NOT EXISTS bounded_stream_order
      ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
    CREATE TRIGGER IF NOT EXISTS bounded_stream AFTER INSERT ON _stream_records BEGIN
      DELETE FROM _stream_records WHERE id <= NEW.id - ${keptRecords};
    END;
  `);
  database.close();
};
