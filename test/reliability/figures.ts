/** Prints a scenario's figures as a table that docs/reliability.md can take. */
export function printFigures(scenario: string, figures: Readonly<Record<string, string | number>>): void {
  const rows = Object.entries(figures).map(
    ([what, figure]) => `| ${what} | ${typeof figure === 'number' ? figure.toLocaleString('en') : figure} |`,
  );
  console.log(['', `### ${scenario}`, '', '| | |', '|---|---|', ...rows, ''].join('\n'));
}
