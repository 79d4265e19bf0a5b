/** Roles in an organization: each includes the ones before. */
export const ROLES = ['viewer', 'editor', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role => ROLES.includes(value as Role);

/** Whether somebody with role `mine` may do what needs `needed`. */
export function reaches(mine: Role | null | undefined, needed: Role): boolean {
  return mine != null && ROLES.indexOf(mine) >= ROLES.indexOf(needed);
}
