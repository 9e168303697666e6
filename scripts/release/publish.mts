/** Publishes each package whose version npm does not have yet. Run by the release workflow, and by nobody else. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Packed, packInto } from '../pack.mts';

/** What npm is asked: the same in a dry run, and in earnest. */
export const publishing = (tarball: string): string[] => ['publish', tarball, '--access', 'public'];

const isPublished = ({ name, version }: Packed): boolean => {
  try {
    execFileSync('npm', ['view', `${name}@${version}`, 'version'], { stdio: ['ignore', 'pipe', 'pipe'] });
    return true;
  } catch (thrown) {
    const { stderr } = thrown as { readonly stderr: Buffer };
    // npm could not be asked: to publish then would be a guess.
    if (!stderr.includes('E404')) throw thrown;
    return false;
  }
};

const publishAll = (): void => {
  const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-release-'));
  try {
    for (const packed of packInto(directory)) {
      const release = `${packed.name}@${packed.version}`;
      if (isPublished(packed)) console.log(`${release} is published already`);
      else execFileSync('npm', [...publishing(packed.tarball), '--provenance'], { stdio: 'inherit' });
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

if (import.meta.main) publishAll();
