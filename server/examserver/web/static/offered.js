// What somebody drops or chooses: which of the files are meant, and how many others there are.
// Rule: a file that is offered by itself is always meant; of a folder only what is called or begins like a
// package, as with the command line.

export async function dropped(transfer, rules) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...transfer.files];
  if (!entries.length) return withFolder(plain, [], rules);
  const single = await Promise.all(entries.filter((entry) => entry.isFile).map(fileOf));
  const inside = (await Promise.all(entries.filter((entry) => entry.isDirectory).map(filesBelow))).flat();
  return withFolder(single.filter(Boolean), inside, rules);
}

export function chosen(files, rules) {
  return withFolder([...files], [], rules);
}

export function inFolder(files, rules) {
  return withFolder([], [...files], rules);
}

async function withFolder(single, inside, rules) {
  const sticks = [...single, ...inside].filter((file) => isCalled(file, rules.stick));
  const offered = inside.filter((file) => !isCalled(file, rules.chunk) && !isCalled(file, rules.stick));
  const likely = await Promise.all(offered.map((file) => isLikely(file, rules)));
  const meant = [...single, ...offered.filter((_, place) => likely[place])];
  const files = meant.filter((file) => !isCalled(file, rules.stick));
  files.sort((one, other) => one.name.localeCompare(other.name));
  files.sort((one, other) => isCalled(one, rules.visit) - isCalled(other, rules.visit)); // packages first
  return { files, sticks, aside: offered.length - likely.filter(Boolean).length };
}

// A visit says what else should be here, so it comes last; a stick's own file only goes along with it.
function isCalled(file, ending) {
  return file.name.toLowerCase().endsWith(ending);
}

async function isLikely(file, rules) {
  if (isCalled(file, rules.visit) || file.name.toLowerCase().includes(rules.suffix)) return true;
  try {
    const beginning = new Uint8Array(await file.slice(0, rules.beginning.length).arrayBuffer());
    return new TextDecoder("latin1").decode(beginning) === rules.beginning;
  } catch {
    return false;
  }
}

async function filesBelow(directory) {
  const reader = directory.createReader();
  const found = [];
  for (;;) {
    // one call gives a hundred entries at most
    const some = await new Promise((done, failed) => reader.readEntries(done, failed)).catch(() => []);
    if (!some.length) break;
    found.push(...some);
  }
  const files = await Promise.all(found.map((entry) => (entry.isDirectory ? filesBelow(entry) : fileOf(entry))));
  return files.flat().filter(Boolean);
}

function fileOf(entry) {
  return new Promise((done) => entry.file(done, () => done(null)));
}
