import type { Problem } from '@wagw/shared/errors/problem';

/** What backends look for that read `{ success, error }`; it stands in the problem details, beside everything else. */
export const plainErrors = ({ title, errors = [] }: Problem) => {
  const fields = errors.map(({ path, message }) => `${path.slice(1)} ${message}`.trim());
  return { success: false, error: fields.length > 0 ? fields.join('; ') : title.replace(/\.$/, '') };
};
