import { valueName } from '../../../lib/names';
import { reaches, ROLES, type Role } from '../../../lib/roles';

/** The roles that somebody with role `mine` may give, lowest first: none above one's own. */
export const given = (mine: Role | undefined): Role[] => ROLES.filter((role) => reaches(mine, role));

export const options = (roles: Role[]) => roles.map((role) => ({ value: role as string, label: valueName('role', role) }));
