// Checks a report's JSON documents against the schemas beside them.
// Usage: node documents.mjs REPORT

import fs from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";

const root = process.argv[2];
const read = (name) => JSON.parse(fs.readFileSync(path.join(root, name), "utf8"));
const folder = (name) => fs.readdirSync(path.join(root, name)).map((file) => `${name}/${file}`);
const documents = [
  ["schema/benchmark.schema.json", ["benchmark.json"]],
  ["schema/korning.schema.json", ["korning.json"]],
  ...["index", "kommuner", "omraden", "grupper", "fragor"].map((name) => [`schema/${name}.schema.json`, [`api/v1/${name}.json`]]),
  ["schema/kommun.schema.json", folder("api/v1/kommun")],
  ["schema/fraga.schema.json", folder("api/v1/fraga")],
];

const described = new Set(documents.flatMap(([, names]) => names));
const undescribed = ["benchmark.json", "korning.json", ...fs.readdirSync(path.join(root, "api/v1"), { recursive: true }).map((name) => `api/v1/${name}`)]
  .filter((name) => name.endsWith(".json") && !described.has(name));

let wrong = 0;
let checked = 0;
for (const [schema, names] of documents) {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats(ajv);
  for (const name of ["uint", "uint8", "uint16", "uint32", "uint64"]) {
    ajv.addFormat(name, { type: "number", validate: (number) => Number.isInteger(number) && number >= 0 });
  }
  const validate = ajv.compile(read(schema));
  for (const name of names) {
    checked += 1;
    if (validate(read(name))) continue;
    wrong += 1;
    console.error(`${name}: ${ajv.errorsText(validate.errors)}`);
  }
}
for (const name of undescribed) console.error(`${name} has no schema`);
console.log(`${checked} JSON documents: ${wrong} do not follow their schema`);
process.exit(wrong + undescribed.length === 0 ? 0 : 1);
