// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.keycloak.Readiness;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FreePorts;

/** Looks at this machine and says in sentences what would keep the stack from running. */
final class Doctor {

    private static final long NEEDED_DISK_BYTES = 3L << 30;
    private static final int NEEDED_JAVA = 25;

    private final Checkout checkout;
    private final StackPorts ports;
    private final PrintStream out;
    private boolean healthy = true;

    Doctor(Checkout checkout, StackPorts ports, PrintStream out) {
        this.checkout = checkout;
        this.ports = ports;
        this.out = out;
    }

    /** Prints every examination; false when one found a fault. */
    boolean examine() {
        int java = Runtime.version().feature();
        say(java >= NEEDED_JAVA, "JDK " + Runtime.version(), "JDK 25 or newer is needed");
        disk();
        tool("sh");
        tool("tar");
        if ("root".equals(System.getProperty("user.name"))) {
            tool("setpriv");
        }
        say(
                Files.exists(TestServers.archive(checkout)),
                "Keycloak distribution " + TestServers.archive(checkout).getFileName(),
                "fetch it with ./mvnw package");
        for (String service : Stack.SERVICES) {
            Path jar = checkout.root().resolve("services/" + service + "/target/quarkus-app/quarkus-run.jar");
            say(Files.exists(jar), "service " + service + " is built", "build it with ./mvnw package");
        }
        boolean running = new Readiness(URI.create(ports.url("keycloak") + "/realms/mailwarden")).answersOk();
        new TreeMap<>(ports.byName()).forEach((name, port) -> port(name, port, running));
        if (running) {
            say(true, "Keycloak answers with the realm mailwarden at " + ports.url("keycloak"), "");
            Stack.SERVICES.forEach(service -> say(
                    new Readiness(URI.create(ports.url(service) + "/q/health/ready")).answersOk(),
                    "service " + service + " is ready at " + ports.url(service),
                    "see " + checkout.data().resolve("log/" + service + ".log")));
        } else {
            out.println("  --    the stack is not running (no Keycloak at " + ports.url("keycloak") + ")");
        }
        return healthy;
    }

    private void disk() {
        try {
            long free = Files.getFileStore(checkout.root()).getUsableSpace();
            say(free >= NEEDED_DISK_BYTES, "disk: " + (free >> 30) + " GiB free", "3 GiB are needed");
        } catch (IOException cause) {
            say(false, "disk", "its free space cannot be read: " + cause.getMessage());
        }
    }

    private void tool(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        boolean found = Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        say(found, "program " + name, "it is not on the PATH");
    }

    private void port(String name, int port, boolean running) {
        boolean free = FreePorts.isFree(port);
        if (running) {
            return;
        }
        say(free, "port " + port + " for " + name + (free ? " is free" : " is taken"), holder(port));
    }

    private static String holder(int port) {
        try {
            Process process = new ProcessBuilder(List.of("ss", "-Hltnp", "sport = :" + port))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .strip();
            int users = text.indexOf("users:");
            return users < 0 ? "held by a process this user cannot see" : "held by " + text.substring(users);
        } catch (IOException noSuchProgram) {
            return "find its holder with: ss -ltnp";
        }
    }

    private void say(boolean good, String what, String otherwise) {
        healthy &= good;
        out.println((good ? "  ok    " : "  FAULT ") + what + (good ? "" : ": " + otherwise));
    }
}
