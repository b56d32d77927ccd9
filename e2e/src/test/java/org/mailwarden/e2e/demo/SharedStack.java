// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.mailwarden.devstack.launcher.ComponentState;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.launcher.StackPorts;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FreePorts;

/**
 * The stack of every test of this run that asks for it: to start it takes a minute. Each test brings people of its own and
 * looks at nobody else, so that they may run in any order. It ends with the last test.
 */
final class SharedStack implements AutoCloseable {

    private static final String MISSING = "SKIPPED: Dovecot is not installed. Install the packages dovecot-imapd and"
            + " dovecot-pop3d; then this test runs.";

    /** Mailboxes of this domain are at a server that auth never reaches: a reset of their owners takes a quarter of a minute. */
    static final String DOMAIN_AWAY = "away.example";

    /** What the console calls whose fleet it is. */
    static final String ORGANISATION = "Sample organisation";

    final Terminal terminal = new Terminal(new PrintStream(System.out, true, StandardCharsets.UTF_8), false);
    final Stack stack;

    /** A Dovecot whose users sign in against Keycloak; it runs when {@link #requireDovecot} was called. */
    final KeycloakDovecot dovecot = new KeycloakDovecot();

    /** A Dovecot that is watched; it runs when {@link #requireWatchedDovecot} was called. */
    final WatchedDovecot watched = new WatchedDovecot();

    private SharedStack() {
        Checkout checkout = Checkout.find();
        stack = Stack.at(checkout.root(), checkout.data().resolve("story-test"))
                .withSampleMail(true)
                .withEmptyData(true)
                .withPorts(freePorts())
                .withForwardedAddresses(true)
                .withSetting("console", "mailwarden.console.organisation", ORGANISATION)
                .withSetting("breach-watch", "mailwarden.breach-watch.places.documentation-networks", "true")
                .withSetting("fetcher", "mailwarden.fetcher.hosts.connections-per-second", "50")
                .withSetting("fetcher", "mailwarden.fetcher.hosts.refusals", "100")
                .withSetting("fetcher", "mailwarden.fetcher.poll-interval", "3S")
                .withSetting("fetcher", "mailwarden.fetcher.retired-password-at-mail-server", "false")
                .withSetting("fetcher", "mailwarden.fetcher.longest-back-off", "5S")
                // A process that is killed keeps its work for so long; no step takes longer here.
                .withSetting("auth", "mailwarden.auth.saga.lease", "10S")
                .withSetting("auth", "mailwarden.auth.sign-ins-every", "2s");
        dovecot.settings().forEach((key, value) -> stack.withSetting("auth", key, value));
        away().forEach((key, value) -> stack.withSetting("auth", key, value));
        watched.settings().forEach((key, value) -> stack.withSetting("breach-watch", key, value));
        stack.start(terminal::component);
        assertThat(stack.status()).as("build the services first").doesNotContainValue(ComponentState.ABSENT);
    }

    /** Starts Dovecot, or skips the test, loudly, when there is none. */
    void requireDovecot() {
        requireInstalled();
        dovecot.start(stack);
    }

    /** Starts the watched Dovecot, or skips the test, loudly, when there is none. */
    void requireWatchedDovecot() {
        requireInstalled();
        watched.start(stack);
    }

    private static void requireInstalled() {
        boolean installed = DovecotServer.program().isPresent();
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        if (!installed) {
            System.err.println(MISSING);
        }
        Assumptions.assumeTrue(installed, MISSING);
    }

    @Override
    public void close() {
        dovecot.close();
        watched.close();
        stack.close();
    }

    private Map<String, String> away() {
        String server = "mailwarden.auth.mail-servers.away.";
        return Map.of(
                server + "url",
                "http://127.0.0.1:" + FreePorts.next(),
                server + "key-file",
                watched.keyFile().toString(),
                server + "domains",
                DOMAIN_AWAY);
    }

    private static StackPorts freePorts() {
        StackPorts ports = StackPorts.defaults();
        for (String name : ports.byName().keySet()) {
            ports = ports.with(name, FreePorts.next());
        }
        return ports;
    }

    /** Hands the one stack to tests, and closes it after the last of them. */
    static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(SharedStack.class))
                    .computeIfAbsent(SharedStack.class, key -> new SharedStack());
        }
    }
}
