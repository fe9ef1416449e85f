import type { PageState } from '../worker/observers/page/page-state.js';
import { createCharts } from './charts.js';
import { connect } from './connection.js';
import { createLog } from './log.js';
import { createOverview } from './overview.js';
import { createRecords } from './records.js';
import { createShardTable } from './shard-table.js';

const overview = createOverview();
const shards = createShardTable();
const charts = createCharts();
const records = createRecords();
const log = createLog();

function show(state: PageState): void {
  overview.show(state);
  shards.show(state);
  charts.add(state.points);
  records.add(state.records);
  log.add(state.lines);
}

connect({
  whole(state) {
    charts.clear();
    records.clear();
    log.clear();
    show(state);
  },
  tick: show,
  changed: (state) => overview.connection(state),
});
