// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.mailwarden.devstack.process.Checkout;

/** What {@code ./mailwarden up} and {@code ./mailwarden doctor} run. */
public final class Launcher {

    private Launcher() {}

    /**
     * Runs one command.
     *
     * @param arguments {@code up} or {@code doctor}
     * @throws InterruptedException when the waiting for Ctrl-C is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String command = arguments.length == 0 ? "up" : arguments[0];
        int status = switch (command) {
            case "up" -> up(out);
            case "doctor" -> new Doctor(Checkout.find(), StackPorts.defaults(), out).examine() ? 0 : 1;
            default -> {
                out.println("There is no command " + command + "; use up or doctor");
                yield 2;
            }
        };
        System.exit(status);
    }

    /** Who may do everything but approve, and look into Keycloak for more; nobody when the people are in another Keycloak. */
    private static String administrator(Stack stack) {
        Path settings = stack.dataDirectory().resolve("settings/console.properties");
        if (new SettingsFile(settings).read().containsKey("quarkus.oidc.auth-server-url")) {
            return "as somebody to whom your realm gives a role of Mailwarden";
        }
        try {
            return stack.firstAdministrator()
                    .map(person -> "as " + person.username() + ", password in "
                            + stack.dataDirectory().resolve("secrets/person-" + person.username())
                            + " until you change it")
                    .orElse("as one of your administrators");
        } catch (IllegalStateException cause) {
            return "as a person whom you give a role in Keycloak. " + cause.getMessage();
        }
    }

    private static int up(PrintStream out) throws InterruptedException {
        Checkout checkout = Checkout.find();
        Stack stack = Stack.at(checkout.root(), checkout.data()).withSampleMail(true);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop-stack").unstarted(stack::close));
        try {
            stack.start((component, detail, took) ->
                    out.printf(Locale.ROOT, "  %-14s %6.1f s  %s%n", component, took.toMillis() / 1000.0, detail));
        } catch (RuntimeException cause) {
            out.println("The stack did not start. " + cause.getMessage());
            return 1;
        }
        StackPorts ports = stack.ports();
        out.println();
        out.println("Open       " + ports.url("console"));
        out.println("Sign in    " + administrator(stack));
        out.println("REST API   " + ports.url("console") + "/api/v1");
        out.println("Keycloak   " + ports.url("keycloak") + "/admin (user admin, password in "
                + stack.dataDirectory().resolve("secrets/keycloak-admin") + ")");
        out.println("Kafka      " + stack.kafka().bootstrapServers());
        out.println("Logs       " + stack.dataDirectory().resolve("log"));
        out.println("Ctrl-C stops everything; data stay in " + stack.dataDirectory());
        new CountDownLatch(1).await();
        return 0;
    }
}
