import { join } from 'node:path';
import type { Policy } from '../privacy/policy.ts';
import { organisationPolicyFile } from './app/data-folder.ts';
import { createPolicyService } from './app/policy-service.ts';
import { openSettingsStore } from './settings/settings-store.ts';
import { openWorkspaceStore } from './settings/workspace-store.ts';

/**
 * The policy in force for a folder, once, for a command.
 * @param root as the system resolves it, since the user's choices are kept by that name
 * @param data the folder of the user's settings
 */
export async function readPolicy(root: string, data: string): Promise<Policy> {
  const settings = await openSettingsStore(join(data, 'settings.json'));
  const workspaces = await openWorkspaceStore(join(data, 'workspaces.json'));
  const policy = await createPolicyService({ settings, workspaces, organisationFile: organisationPolicyFile() });
  try {
    await policy.setWorkspace(root);
    return policy.current();
  } finally {
    // What they watch would keep the process alive.
    await Promise.all([policy.close(), settings.close()]);
  }
}
