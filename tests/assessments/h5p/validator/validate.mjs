// An independent judge of H5P packages: Lumi's importer, another implementation of H5P than ours.
//
// node validate.mjs FOLDER file.h5p … — FOLDER holds node_modules. Each file is imported, libraries and content, into an
// empty store of its own: the importer looks at no library that it has already. Prints one JSON object: by file, null when
// it is accepted, else why not.
import { createRequire } from "node:module";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [folder, ...files] = process.argv.slice(2);
const h5p = createRequire(join(resolve(folder), "package.json"))("@lumieducation/h5p-server");
const user = { id: "1", name: "Somebody", email: "somebody@example.org", type: "local" };

async function verdict(file) {
  const place = await mkdtemp(join(tmpdir(), "h5p-judge-"));
  try {
    const [libraries, temporary, content, states] = ["libraries", "temporary", "content", "states"].map((name) => join(place, name));
    for (const each of [libraries, temporary, content, states]) await mkdir(each);
    const config = new h5p.H5PConfig(new h5p.fsImplementations.InMemoryStorage());
    const editor = h5p.fs(config, libraries, temporary, content, new h5p.fsImplementations.FileContentUserDataStorage(states));
    const { metadata, parameters } = await editor.packageImporter.addPackageLibrariesAndContent(file, user);
    return metadata.mainLibrary && parameters ? null : "nothing to play";
  } catch (error) {
    const each = error.getErrors?.() ?? error.errors ?? [];
    return [error.message, ...each.map((one) => `${one.errorId ?? ""} ${JSON.stringify(one.replacements ?? {})}`)].join("; ");
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const verdicts = {};
for (const file of files) verdicts[file] = await verdict(file);
console.log(JSON.stringify(verdicts));
