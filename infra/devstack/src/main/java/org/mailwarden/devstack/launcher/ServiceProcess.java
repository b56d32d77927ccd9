// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.keycloak.Readiness;
import org.mailwarden.devstack.process.GuardedProcess;
import org.mailwarden.devstack.process.GuardedProcess.StopSignal;

/** One service of the product in a JVM of its own. */
final class ServiceProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Path jar;
    private final Path settings;
    private final Path directory;
    private final Path log;
    private final List<String> options;
    private final Readiness readiness;
    private @Nullable GuardedProcess process;

    ServiceProcess(String name, Path jar, List<String> options, Path settings, Path directory, Path log, String url) {
        this.name = name;
        this.options = options;
        this.jar = jar;
        this.settings = settings;
        this.directory = directory;
        this.log = log;
        this.readiness = new Readiness(URI.create(url + "/q/health/ready"));
    }

    synchronized void launch() {
        if (isRunning()) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
        // The file, not the values: other programs of this user may read a process' environment.
        Map<String, String> environment =
                Map.of("QUARKUS_CONFIG_LOCATIONS", settings.toUri().toString());
        process = GuardedProcess.start(
                new GuardedProcess.Spec(name, command, environment, directory, log, StopSignal.TERM));
    }

    void awaitReady() {
        GuardedProcess launched = current();
        if (launched != null) {
            launched.awaitReady(readiness::answersOk, Duration.ofMillis(250), START_LIMIT);
        }
    }

    synchronized void stop() {
        if (process != null) {
            process.stop(STOP_LIMIT);
            process = null;
        }
    }

    synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    private synchronized @Nullable GuardedProcess current() {
        return process;
    }
}
