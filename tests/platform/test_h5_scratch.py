import time, cProfile, pstats, sys, resource
from sqlalchemy import text
def test_it(database):
    from shared.platform import db
    from shared.platform.audit_chain import seal, Verification
    with db.connection() as c:
        c.execute(text("""INSERT INTO audit_log (actor_id, action, entity, entity_id, changes, request_id, address, agent)
                    SELECT n % 50, 'thing.changed', 'things', n, jsonb_build_object('size', jsonb_build_array(n, n + 1)),
                        md5(n::text), '192.0.2.1', 'agent/1.0' FROM generate_series(1, 100000) n"""))
    rss=lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss>>10
    print(rss())
    t=time.time()
    p=cProfile.Profile()
    if PROF: p.enable()
    with db.transaction() as s: print(seal(s))
    if PROF: p.disable(); pstats.Stats(p).sort_stats('tottime').print_stats(12)
    print('seal', time.time()-t, rss()); t=time.time()
    p=cProfile.Profile()
    if PROF: p.enable()
    with db.snapshot() as s: v=Verification(s); print(list(v.breaches()))
    if PROF: p.disable(); pstats.Stats(p).sort_stats('tottime').print_stats(12)
    print('verify', time.time()-t, rss())
PROF=False
