// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A child process that cannot outlive this JVM.
 *
 * <p>The child runs under a small shell whose standard input is a pipe from this JVM. When the pipe closes, because
 * {@link #stop} closed it or because this JVM died by any means, the shell signals the child. Safe for use by several
 * threads.
 */
public final class GuardedProcess implements AutoCloseable {

    // Descriptor 3 carries the pipe to the reader: background jobs of a shell get /dev/null as standard input.
    private static final String GUARD = "p=$1; t=$2; shift 2; exec 3<&0; \"$@\" 3<&- & c=$!; echo $c >\"$p\"; "
            + "(read x <&3; kill -$t $c) & r=$!; exec 3<&-; wait $c; s=$?; kill $r 2>/dev/null; exit $s";

    private static final long LOG_LIMIT_BYTES = 16L << 20;
    private static final int TAIL_LINES = 40;

    private final Spec spec;
    private final Process shell;
    private final Path pidFile;

    private GuardedProcess(Spec spec, Process shell, Path pidFile) {
        this.spec = spec;
        this.shell = shell;
        this.pidFile = pidFile;
    }

    /** The signal that asks a child to end. */
    public enum StopSignal {
        /** The usual request. */
        TERM,
        /** What PostgreSQL takes as "fast shutdown"; it would wait for its clients on TERM. */
        INT
    }

    /**
     * What to run.
     *
     * @param name the name used in messages
     * @param command the program and its arguments; never a secret, other users can read it
     * @param environment variables added to this JVM's own
     * @param directory the working directory, which exists
     * @param log the file that takes the output; appended to, moved aside to {@code .1} above 16 MiB
     * @param stopSignal the signal that asks the program to end
     */
    public record Spec(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            StopSignal stopSignal) {

        /** Copies the collections. */
        public Spec {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Starts the program.
     *
     * @param spec what to run
     * @return the running child; use {@link #awaitReady} before talking to it
     * @throws ProcessFailedException when the operating system refuses
     */
    public static GuardedProcess start(Spec spec) {
        try {
            Files.createDirectories(spec.log().toAbsolutePath().getParent());
            if (Files.exists(spec.log()) && Files.size(spec.log()) > LOG_LIMIT_BYTES) {
                Files.move(
                        spec.log(),
                        spec.log().resolveSibling(spec.log().getFileName() + ".1"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            Path pidFile = spec.log().resolveSibling(spec.log().getFileName() + ".pid");
            Files.deleteIfExists(pidFile);
            List<String> command = new ArrayList<>(List.of(
                    "sh",
                    "-c",
                    GUARD,
                    "sh",
                    pidFile.toString(),
                    spec.stopSignal().name()));
            command.addAll(spec.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(spec.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
            builder.environment().putAll(spec.environment());
            return new GuardedProcess(spec, builder.start(), pidFile);
        } catch (IOException cause) {
            throw new ProcessFailedException(spec.name() + " could not be started: " + cause.getMessage(), cause);
        }
    }

    /**
     * Waits until the program answers.
     *
     * @param ready tells whether it does; called on this thread
     * @param every pause between two calls
     * @param limit longest wait
     * @throws ProcessFailedException when it ends early or the limit passes; it is ended then
     */
    public void awaitReady(BooleanSupplier ready, Duration every, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            if (!shell.isAlive()) {
                throw new ProcessFailedException(spec.name() + " ended with status " + shell.exitValue()
                        + " before it was ready:\n" + logTail());
            }
            if (ready.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new ProcessFailedException(
                        spec.name() + " was not ready after " + limit.toSeconds() + " s:\n" + logTail());
            }
            LockSupport.parkNanos(every.toNanos());
        }
    }

    /**
     * Tells whether the program runs.
     *
     * @return false once it ended
     */
    public boolean isAlive() {
        return shell.isAlive();
    }

    /**
     * Finds the process id of the program itself, not of the shell that guards it.
     *
     * @return the id; empty when it ended or was started this very moment
     */
    public Optional<Long> pid() {
        try {
            if (!shell.isAlive() || !Files.exists(pidFile)) {
                return Optional.empty();
            }
            String text = Files.readString(pidFile).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Asks the program to end and waits; ends it by SIGKILL when it does not obey.
     *
     * @param limit longest wait before SIGKILL
     */
    public void stop(Duration limit) {
        try {
            shell.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // The pipe is gone with the shell.
        }
        if (!awaitEnd(limit)) {
            kill();
        }
    }

    /** Ends the program by SIGKILL, as a crash would, and waits until it is gone. */
    public void kill() {
        if (!awaitPid()) {
            shell.destroyForcibly();
        } else {
            pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        }
        awaitEnd(Duration.ofSeconds(10));
    }

    /**
     * Reads the end of the log.
     *
     * @return at most the last 40 lines
     */
    public String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(spec.log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(no log at " + spec.log() + ")";
        }
    }

    /** Stops the program within ten seconds. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    private boolean awaitPid() {
        for (int attempt = 0; attempt < 50 && shell.isAlive(); attempt++) {
            if (pid().isPresent()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return pid().isPresent();
    }

    private boolean awaitEnd(Duration limit) {
        try {
            return shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
