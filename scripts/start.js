// Plain JavaScript, so that a Node too old to read the rest can say so in a line.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  await import('../src/main.ts');
} else {
  console.error(
    `Node 22.18 or later is needed, and this is ${process.version}. npm start brings one.`,
  );
  process.exitCode = 1;
}
