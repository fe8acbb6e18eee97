import { readFile, writeFile } from 'node:fs/promises';
import { settings, type Setting } from '../src/config.ts';

/*
 * Prints the table of settings into docs/settings.md. With `--check` it writes nothing and exits 1
 * when the file is not what it would print.
 */

const file = new URL('../docs/settings.md', import.meta.url);

/** The page as it should be. */
export function settingsPage(): string {
  const rows = Object.entries<Setting>(settings).map(
    ([name, { byDefault, meaning, secret }]) =>
      `| \`${name}\`${secret ? ` or \`${name}_FILE\`` : ''} ` +
      `| ${byDefault ? `\`${byDefault}\`` : '—'} | ${meaning} |`,
  );
  return `# Settings

Set in the environment, checked at start: a faulty one is named and nothing starts. \`…_FILE\` names
a file that holds the value. Printed from \`src/config.ts\` by \`node scripts/print-settings.ts\`.

| variable | default | meaning |
|---|---|---|
${rows.join('\n')}
`;
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    if ((await readFile(file, 'utf8').catch(() => '')) !== settingsPage()) {
      console.error('docs/settings.md differs from src/config.ts: node scripts/print-settings.ts');
      process.exitCode = 1;
    }
  } else {
    await writeFile(file, settingsPage());
  }
}
