import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { createReadyFile } from '../../../src/worker/observers/ready-file.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { createEvents } from '../support/events.js';

function initialise(events: WorkerEvents): void {
  events.emit({ type: 'shardInitialised', shardId: 'shardId-000000000000', sequenceNumber: null });
}

describe('createReadyFile', () => {
  it('is there from the first initialised shard until it is removed', async () => {
    const path = join(await temporaryFolder(), 'ready');
    const events = createEvents();
    const file = createReadyFile(path, events);
    events.emit({ type: 'started', pid: 1 });
    expect(existsSync(path)).toBe(false);
    initialise(events);
    expect(existsSync(path)).toBe(true);
    file.remove();
    expect(existsSync(path)).toBe(false);
  });

  it('is gone when java has ended, and there again when another java has a shard', async () => {
    const path = join(await temporaryFolder(), 'ready');
    const events = createEvents();
    createReadyFile(path, events);
    initialise(events);
    events.emit({ type: 'ended', outcome: undefined });
    expect(existsSync(path)).toBe(false);
    initialise(events);
    expect(existsSync(path)).toBe(true);
  });

  it('removes one that a killed worker left', async () => {
    const path = join(await temporaryFolder(), 'ready');
    await writeFile(path, '1');
    createReadyFile(path, createEvents());
    expect(existsSync(path)).toBe(false);
  });

  it('says when it cannot be written, before anything starts', async () => {
    const path = join(await temporaryFolder(), 'no', 'folder', 'ready');
    expect(() => createReadyFile(path, createEvents())).toThrow(/cannot write --ready-file/);
  });
});
