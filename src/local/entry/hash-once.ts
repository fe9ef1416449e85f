/**
 * kinesis-local 0.6.2 groups the records of a PutRecords call by a key that holds all the records of their shard, and so
 * hashes every record of the shard for every record put: 20,000 records in 4 shards took 97 s. Its records, and the
 * vectors that hold them, never change: here each keeps its hash once it was asked for.
 *
 * A text in which the functions are not where they are expected is returned as it is: slower, and right all the same.
 */
export function hashOnce(source: string): string {
  const vectorHash = sequenceHash.exec(source)?.groups?.['hash'];
  const vectors =
    vectorHash === undefined
      ? source
      : source.replace(
          vectorClass,
          (found) => `${found}\n$p.g = (function() { return ${kept(vectorHash)}; });`,
        );
  return vectors.replace(recordHash, (_, before: string, hash: string) => before + kept(hash));
}

function kept(hash: string): string {
  return `(this.kclTsHash ??= ${hash})`;
}

/** `g` is what Scala.js made of hashCode. Calls such as `$m_s_util_hashing_MurmurHash3$().GE(this)`. */
const recordHash =
  /(\$c_Lkinesis_mock_models_KinesisRecord\.prototype = new [^]{0,800}?\$p\.g = \(function\(\) \{\s+return )(\$m_s_util_hashing_MurmurHash3\$\(\)\.\w+\(this, \(-?\d+\), true\))/;

const sequenceHash =
  /\$h_sc_AbstractSeq\.prototype = \$p;[^]{0,300}?\$p\.g = \(function\(\) \{\s+return (?<hash>\$m_s_util_hashing_MurmurHash3\$\(\)\.\w+\(this\))/;

const vectorClass = /\$h_sci_Vector\.prototype = \$p;/;
