/** `npm run soak` runs every scenario at its full length; `npm test` has minutes, not an hour. */
export const full = process.env['KCL_TS_SOAK'] === 'full';

/** What a scenario draws its moments and victims from; printed with its figures, to be given again. */
export const seed = Number(process.env['KCL_TS_SOAK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
