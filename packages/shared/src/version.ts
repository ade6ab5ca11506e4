/** The version of the gateway, shown by `/health` and `wagw_build_info`. */
export const VERSION = '0.1.0';
