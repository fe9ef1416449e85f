import { defineProcessor, forEachRecord, periodicCheckpointer } from 'kcl-ts';

/** Counts the views of each page, and checkpoints once a minute. */
export default defineProcessor({
  state: ({ shardId }) => ({
    shardId,
    views: new Map<string, number>(),
    progress: periodicCheckpointer({ everyMs: 60_000 }),
  }),

  async processRecords(input) {
    const { views, progress } = input.state;
    await forEachRecord(input, { progress }, (record) => {
      const page = record.text();
      views.set(page, (views.get(page) ?? 0) + 1);
    });
  },

  async shutdownRequested({ checkpointer, state: { shardId, views, progress } }) {
    console.log(shardId, Object.fromEntries(views));
    await progress.checkpointNow(checkpointer);
  },
});
