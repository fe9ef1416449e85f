/** What the npm that runs the tests has put into the environment, taken back: what a user's shell has. */
export const plainShell: Readonly<Record<string, undefined>> = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^npm_(?!config_)/.test(name))
    .map((name) => [name, undefined]),
);
