// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A child process that ends when this process ends, even by SIGKILL: a shell between them holds the other end of a pipe
 * and passes a signal on when the pipe closes. Its output goes to a file. Not safe for use by many threads at once.
 */
public final class GuardedProcess implements AutoCloseable {

    /** Descriptor 3 is needed because background jobs of a shell get /dev/null as their input. */
    private static final String GUARD = "s=$1; shift; exec 3<&0; \"$@\" 3<&- & c=$!; echo $c >&4; exec 4>&-;"
            + " (read x <&3; kill -\"$s\" $c) & r=$!; exec 3<&-; wait $c; e=$?; kill $r 2>/dev/null; exit $e";

    private static final int LOG_TAIL = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final Path pidFile;

    private GuardedProcess(String name, Process process, Path log, Path pidFile) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    /**
     * Starts a child.
     *
     * @param name for messages and the pid file
     * @param command program and arguments; never a secret, everybody may read them
     * @param environment variables beside the inherited ones
     * @param stopSignal the signal that stops it cleanly, for instance TERM or INT
     * @param log where its output is appended
     * @return the child, running
     */
    public static GuardedProcess start(
            String name, List<String> command, Map<String, String> environment, String stopSignal, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Path pidFile = log.resolveSibling(name + ".pid");
            Files.deleteIfExists(pidFile);
            List<String> guarded = new ArrayList<>(
                    List.of("sh", "-c", "exec 4>'" + pidFile.toAbsolutePath() + "'; " + GUARD, "sh", stopSignal));
            guarded.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(guarded)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new GuardedProcess(name, builder.start(), log, pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    /**
     * Waits until the child is ready.
     *
     * @param ready asked every half second
     * @param limit how long at most
     * @return this
     * @throws IllegalStateException when it ends early or is not ready in time; quotes the end of its log
     */
    public GuardedProcess awaitReady(BooleanSupplier ready, Duration limit) {
        Instant end = Instant.now().plus(limit);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " ended while starting:\n" + logTail());
            }
            if (Instant.now().isAfter(end)) {
                close();
                throw new IllegalStateException(
                        name + " was not ready within " + limit.toSeconds() + " s:\n" + logTail());
            }
            pause(Duration.ofMillis(250));
        }
        return this;
    }

    /** Whether the child runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the child without warning (SIGKILL), as a crash would. Returns when it is gone. */
    public void kill() {
        pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd(Duration.ofSeconds(10));
    }

    private java.util.Optional<Long> pid() {
        for (int i = 0; i < 40; i++) {
            try {
                String text = Files.exists(pidFile) ? Files.readString(pidFile).strip() : "";
                if (!text.isEmpty()) {
                    return java.util.Optional.of(Long.parseLong(text));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pause(Duration.ofMillis(50));
        }
        return java.util.Optional.empty();
    }

    /** Stops the child with its stop signal; kills it after 20 seconds. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is closed already: the child is ending.
        }
        if (!awaitEnd(Duration.ofSeconds(20))) {
            kill();
        }
    }

    private boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
        } catch (IOException e) {
            return "(" + log + " could not be read)";
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
