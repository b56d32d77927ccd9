// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Enrolment;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.vault.ImportVault;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;

/**
 * Does the rows of imports, each in a transaction of its own with what it changes: a row is done once, whole or not at
 * all, whichever fetcher does it and whenever one is killed.
 */
@ApplicationScoped
class ImportWorker {

    private static final Logger LOG = Logger.getLogger(ImportWorker.class);

    private final EntityManager entities;
    private final RowPlanner planner;
    private final Enrolment enrolment;
    private final Fleet fleet;
    private final ImportVault vault;
    private final ObjectMapper json;
    private volatile boolean stopping;

    ImportWorker(
            EntityManager entities,
            RowPlanner planner,
            Enrolment enrolment,
            Fleet fleet,
            ImportVault vault,
            ObjectMapper json) {
        this.entities = entities;
        this.planner = planner;
        this.enrolment = enrolment;
        this.fleet = fleet;
        this.vault = vault;
        this.json = json;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Works until nothing waits. When the database is away, the schedule looks again in a second. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void work() {
        while (!stopping && step()) {
            Thread.onSpinWait();
        }
    }

    private boolean step() {
        try {
            return QuarkusTransaction.requiringNew().call(this::next);
        } catch (RowFailed failed) {
            QuarkusTransaction.requiringNew()
                    .run(() -> through(failed.importId, failed.line, RowOutcome.FAILED, failed.sentence));
            return true;
        }
    }

    /** A row failed: its transaction is rolled back, and then the row says why. */
    private static final class RowFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final UUID importId;
        private final int line;
        private final String sentence;

        RowFailed(UUID importId, int line, String sentence) {
            super("Row " + line + " of import " + importId + " failed", null, false, false);
            this.importId = importId;
            this.line = line;
            this.sentence = sentence;
        }
    }

    @SuppressWarnings("unchecked")
    private boolean next() {
        List<Tuple> rows = entities.createNativeQuery("""
                        select r.import_id, r.line, r.settings, r.sealed, i.existing, i.requested_by
                        from account_import_row r join account_import i on i.id = r.import_id
                        where r.outcome is null and i.state in ('QUEUED', 'RUNNING')
                        order by i.created_at, r.line limit 1 for update of r skip locked""", Tuple.class).getResultList();
        if (rows.isEmpty()) {
            finish();
            return false;
        }
        Tuple row = rows.getFirst();
        UUID importId = row.get(0, UUID.class);
        int line = row.get(1, Integer.class);
        entities.createNativeQuery(
                        "update account_import set state = 'RUNNING', started_at = coalesce(started_at, :now),"
                                + " updated_at = :now where id = :id and state in ('QUEUED', 'RUNNING')")
                .setParameter("now", fleet.now())
                .setParameter("id", importId)
                .executeUpdate();
        try (Secret password = password(importId, line, row.get(3, byte[].class))) {
            RowResult result = apply(
                    new FleetRow(line, settings(row.get(2, String.class)), password),
                    Existing.valueOf(row.get(4, String.class)),
                    row.get(5, String.class));
            through(importId, line, result.outcome(), result.detail());
            return true;
        } catch (UnusableRow unusable) {
            throw new RowFailed(importId, line, String.valueOf(unusable.getMessage()));
        } catch (HttpProblem problem) {
            throw new RowFailed(importId, line, String.valueOf(problem.getDetail()));
        } catch (SealBroken broken) {
            LOG.errorf("The password of row %d of import %s does not open", line, importId);
            throw new RowFailed(
                    importId,
                    line,
                    "The sealed password does not open with the key of the import any more."
                            + " Import the row again.");
        }
    }

    private RowResult apply(FleetRow row, Existing existing, String by) throws UnusableRow {
        return switch (planner.plan(row, existing)) {
            case Step.Create(var request) -> {
                enrolment.enrol(request, by);
                yield new RowResult(row.line(), row.address(), RowOutcome.CREATED, "Enrolled.");
            }
            case Step.Change(UUID id, var settings, var credential, String detail) -> {
                Account account = fleet.locked(id)
                        .orElseThrow(
                                () -> new UnusableRow("The account was removed this moment. Import the row again."));
                if (settings != null) {
                    enrolment.change(account, settings, by);
                }
                if (credential != null) {
                    enrolment.replaceCredential(account, credential, by);
                }
                yield new RowResult(row.line(), row.address(), RowOutcome.CHANGED, detail);
            }
            case Step.Skip(String detail) -> new RowResult(row.line(), row.address(), RowOutcome.SKIPPED, detail);
        };
    }

    private @Nullable Secret password(UUID importId, int line, byte @Nullable [] sealed) {
        return sealed == null ? null : vault.open(importId, line, sealed);
    }

    private Map<String, String> settings(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The settings of a row are JSON", impossible);
        }
    }

    private void through(UUID importId, int line, RowOutcome outcome, String detail) {
        entities.createNativeQuery(
                        "update account_import_row set outcome = :outcome, detail = :detail, sealed = null where"
                                + " import_id = :id and line = :line and outcome is null")
                .setParameter("outcome", outcome.name())
                .setParameter("detail", detail)
                .setParameter("id", importId)
                .setParameter("line", line)
                .executeUpdate();
    }

    private void finish() {
        entities.createNativeQuery("""
                        update account_import i set state = 'DONE', updated_at = :now,
                               started_at = coalesce(started_at, :now)
                        where state in ('QUEUED', 'RUNNING') and not exists
                              (select 1 from account_import_row r where r.import_id = i.id and r.outcome is null)""").setParameter("now", fleet.now()).executeUpdate();
    }
}
