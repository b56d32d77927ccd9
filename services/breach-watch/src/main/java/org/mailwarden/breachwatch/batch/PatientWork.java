// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.batch;

import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.HeuristicCommitException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Work on batches that waits for the database, and stops neither at a row that it refuses nor at one that nobody thought of.
 * Safe for many threads.
 */
@ApplicationScoped
public class PatientWork {

    private static final Logger LOG = Logger.getLogger(PatientWork.class);

    /** SQLSTATE classes 22 (data), 23 (constraint) and 54 (too large): what the database says of a row, and of no other. */
    private static final Set<String> OF_A_ROW = Set.of("22", "23", "54");

    /** What fails when the database or a transaction does; of all else a repeat would fail as well. */
    private static final Set<Class<? extends Throwable>> OF_THE_DATABASE = Set.of(
            // A pool that has no connection in time says so with it, too.
            SQLException.class,
            PersistenceException.class,
            QuarkusTransactionException.class,
            TransactionalException.class,
            RollbackException.class,
            SystemException.class,
            NotSupportedException.class,
            HeuristicMixedException.class,
            HeuristicRollbackException.class,
            HeuristicCommitException.class);

    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * Does work until it is done, however long the database is away. What the database refuses, and what fails for a reason
     * that is not the database's, is told in the log, and passed over.
     *
     * @param batch what is worked on, at least one
     * @param name tells one from others in the log; never a secret
     * @param work on all of them or some, in a transaction of its own
     * @return false when the service stops before it is done
     */
    public <T> boolean done(List<T> batch, Function<T, Object> name, Consumer<List<T>> work) {
        while (true) {
            try {
                work.accept(batch);
                return true;
            } catch (RuntimeException e) {
                if (stopping.getCount() == 0) {
                    // What fails while everything is taken down says nothing of a row.
                    return false;
                }
                if (isOfARow(e) || !isOfTheDatabase(e)) {
                    return passingOver(batch, name, work, e);
                }
                LOG.warnf("%d sign-ins wait: %s", batch.size(), e.getClass().getSimpleName());
                LOG.debug("Why they wait", e);
                if (stoppedWhileWaiting()) {
                    return false;
                }
            }
        }
    }

    private <T> boolean passingOver(
            List<T> batch, Function<T, Object> name, Consumer<List<T>> work, RuntimeException failure) {
        if (batch.size() == 1) {
            Object one = name.apply(batch.getFirst());
            if (isOfARow(failure)) {
                LOG.errorf("The database refuses what is to be kept of sign-in %s", one);
            } else {
                LOG.errorf(failure, "Sign-in %s is passed over", one);
            }
            return true;
        }
        int half = batch.size() / 2;
        return done(batch.subList(0, half), name, work) && done(batch.subList(half, batch.size()), name, work);
    }

    private static boolean isOfARow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return OF_A_ROW.contains(sql.getSQLState().substring(0, 2));
            }
        }
        return false;
    }

    private static boolean isOfTheDatabase(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Class<? extends Throwable> type : OF_THE_DATABASE) {
                if (type.isInstance(cause)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean stoppedWhileWaiting() {
        try {
            return stopping.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }
}
