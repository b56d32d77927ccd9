// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Arc;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.login.LoginEvents;
import org.mailwarden.fetcher.oauth.SignIns;
import org.mailwarden.fetcher.ownership.FleetMembership;
import org.mailwarden.fetcher.ownership.Partitions;
import org.mailwarden.fetcher.ownership.SessionLeases;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.sync.MailboxSync;

/**
 * One more fetcher, in this JVM: its own supervisor, leases and membership on the same database and broker. It reads the
 * accounts of one server, since the database has those of other tests too.
 */
final class FetcherInstance implements AutoCloseable {

    private final Supervisor supervisor;
    private final Visits visits = new Visits();
    private final FleetMembership membership;
    private volatile boolean crashed;

    /** @param settings values of {@link FetcherConfig} and its parts by the names of their methods */
    FetcherInstance(CountingMailServer server, Map<String, Object> settings) {
        FetcherConfig config = config(bean(FetcherConfig.class), settings);
        EntityManager entities = bean(EntityManager.class);
        Fleet fleet = bean(Fleet.class);
        SignInUse use = new SignInUse(entities, fleet);
        MailHosts hosts = new MailHosts(entities, fleet, config);
        HostIncidents incidents = new HostIncidents(entities, fleet, hosts, config);
        SessionLeases leases = new SessionLeases(entities, config) {
            @Override
            public void release(UUID account) {
                if (!crashed) {
                    super.release(account);
                }
            }
        };
        Attempts attempts = new Attempts(fleet, use, hosts, incidents, leases, bean(LoginEvents.class), config) {
            @Override
            public void signedIn(Attempt attempt, OpenOutcome outcome) {
                if (crashed) {
                    throw new IllegalStateException("the process is gone");
                }
                super.signedIn(attempt, outcome);
            }

            @Override
            public void broke(Attempt attempt, String detail) {
                if (!crashed) {
                    super.broke(attempt, detail);
                }
            }
        };
        MailboxSync mailboxes = bean(MailboxSync.class);
        Poll poll = new Poll(
                attempts,
                bean(SignIns.class),
                server.sessions(),
                mailboxes,
                new Stay(mailboxes, attempts, bean(SignIns.class), visits, config),
                leases,
                new SimpleMeterRegistry());
        membership = new FleetMembership(Arc.container()
                .instance(new TypeLiteral<Map<String, Object>>() {}, Identifier.Literal.of("default-kafka-broker"))
                .get());
        Due due = new Due(entities, fleet, config) {
            @Override
            List<Visits.Visit> accounts(Partitions mine, Collection<String> resting, int most) {
                return super.accounts(mine, resting, 1000).stream()
                        .filter(visit -> visit.host().equals(server.host()))
                        .limit(most)
                        .toList();
            }
        };
        supervisor = new Supervisor(due, poll, visits, incidents, leases, membership, config);
    }

    FetcherInstance start() {
        supervisor.start();
        return this;
    }

    /** Whatever sign-in is under way now never gets to tell its end. */
    void crash() {
        crashed = true;
        supervisor.stop();
    }

    /** Whether it has accounts to read. */
    boolean hasShare() {
        return !membership.mine().owned().isEmpty();
    }

    Visits visits() {
        return visits;
    }

    @Override
    public void close() {
        supervisor.stop();
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    private static FetcherConfig config(FetcherConfig base, Map<String, Object> settings) {
        return proxy(FetcherConfig.class, base, settings);
    }

    private static <T> T proxy(Class<T> type, T base, Map<String, Object> settings) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (settings.containsKey(method.getName())) {
                return settings.get(method.getName());
            }
            try {
                Object value = method.invoke(base, arguments);
                return value instanceof FetcherConfig.Hosts hosts
                        ? proxy(FetcherConfig.Hosts.class, hosts, settings)
                        : value;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
