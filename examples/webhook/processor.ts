import { defineProcessor } from 'kcl-ts';

const url = process.env['WEBHOOK_URL'] ?? 'http://127.0.0.1:8080';

/** Sends each record to a web hook, and gives up at once when the worker is to stop. */
export default defineProcessor({
  async processRecords({ records, checkpointer, signal }) {
    for (const record of records) {
      await fetch(url, { method: 'POST', body: record.text(), signal });
      await checkpointer.checkpoint(record);
    }
  },
});
