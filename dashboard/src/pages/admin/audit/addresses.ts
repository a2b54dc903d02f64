// Where the record of an audit row is looked at, for those that have a page.
const PAGES: Record<string, string> = {
  users: "/admin/users",
  influencers: "/influencers",
  campaigns: "/campaigns",
  products: "/products",
  customers: "/customers",
  import_sources: "/imports/sources",
  import_runs: "/imports/runs",
};
const NUMBER = /^\d+$/;

export const addressOf = (entity: string, entityId: string): string | null => {
  const page = PAGES[entity];
  return page && NUMBER.test(entityId) ? `${page}/${entityId}` : null;
};
