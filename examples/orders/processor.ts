import { defineProcessor, forEachRecord, type KinesisClientRecord } from 'kcl-ts';
import { z } from 'zod';

const service = process.env['ORDERS_URL'] ?? 'http://127.0.0.1:8080';

const Order = z.object({ id: z.string(), total: z.number() });

/** Sends each order to a service, up to 20 at once. */
export default defineProcessor({
  async processRecords(input) {
    await forEachRecord(
      input,
      {
        concurrency: 20,
        inOrderOf: 'partitionKey',
        retry: { attempts: 5, delayMs: 200 },
        onDeadLetter: keep,
      },
      async (record, { signal }) => {
        const order = record.json(Order);
        await post('/orders', order, signal);
      },
    );
  },
});

/** Takes a record that is no order, or that the service did not take in five attempts. */
async function keep(record: KinesisClientRecord, error: unknown): Promise<void> {
  console.warn(`record ${record.sequenceNumber} goes to the dead letters: ${String(error)}`);
  await post('/dead-letters', { data: record.text(), error: String(error) });
}

async function post(path: string, body: object, signal: AbortSignal | null = null): Promise<void> {
  const response = await fetch(`${service}${path}`, { method: 'POST', body: JSON.stringify(body), signal });
  if (!response.ok) throw new Error(`the service answered ${response.status}`);
}
