// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.mailwarden.devstack.keycloak.ConsolePeople;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.launcher.StackPorts;
import org.mailwarden.devstack.process.Checkout;

/** What {@code ./mailwarden demo} runs: the whole job on a sample organisation, with every promise checked from outside. */
public final class Demo {

    private static final List<Chapter> STORY = List.of(
            new Arrival(),
            new Enrolment(),
            new Backfill(),
            new Exposure(),
            new Reset(),
            new Recovery(),
            new SignIns(),
            new Bystanders(),
            new ServiceMail(),
            new Thieves(),
            new Secrets());
    /** Who can sign in to the console afterwards. The passwords are of this run alone, and of this machine. */
    private static final List<String> ROLES = List.of("analyst", "approver", "admin", "auditor", "viewer");

    private static final int KEPT = 0;
    private static final int LOST = 1;
    private static final int MISUSED = 2;

    private final Terminal terminal;
    private final Options options;

    private Demo(Terminal terminal, Options options) {
        this.terminal = terminal;
        this.options = options;
    }

    /**
     * Runs the demo and ends the JVM: with 0 when every promise held, 1 when one was lost or the stack did not start, 2 when
     * the arguments make no sense.
     *
     * @param arguments {@code --exit}, {@code --report FILE}
     * @throws InterruptedException when the waiting for Ctrl-C is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(Demo::died);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(out, List.of(arguments)));
    }

    /** The sample mail server's threads die of clients that hang up while they wait for news; the story is of other things. */
    private static void died(Thread thread, Throwable fault) {
        if (!thread.getName().startsWith("imap:")) {
            System.err.println("Thread " + thread.getName() + " died:");
            fault.printStackTrace();
        }
    }

    private static int run(PrintStream out, List<String> arguments) throws InterruptedException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(Options.USAGE);
            return KEPT;
        }
        Options options;
        try {
            options = Options.of(arguments, Path.of(System.getProperty("mailwarden.caller", "")));
        } catch (IllegalArgumentException e) {
            out.printf("%s.%n%n%s", e.getMessage(), Options.USAGE);
            return MISUSED;
        }
        boolean interactive = System.console() != null && System.console().isTerminal();
        return new Demo(new Terminal(out, interactive), options).run();
    }

    private int run() throws InterruptedException {
        Checkout checkout = Checkout.find();
        Stack stack = Stack.at(checkout.root(), checkout.data().resolve("demo"))
                .withSampleMail(true)
                .withEmptyData(true)
                .withForwardedAddresses(true)
                .withSetting("breach-watch", "mailwarden.breach-watch.places.documentation-networks", "true")
                .withSetting("fetcher", "mailwarden.fetcher.hosts.connections-per-second", "50")
                .withSetting("fetcher", "mailwarden.fetcher.hosts.refusals", "100")
                .withSetting("fetcher", "mailwarden.fetcher.poll-interval", "5S")
                // The sample mail server has passwords of its own, which no reset at Keycloak ends.
                .withSetting("fetcher", "mailwarden.fetcher.retired-password-at-mail-server", "false");
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop-stack").unstarted(stack::close));
        long begun = System.nanoTime();
        terminal.chapter(
                1, STORY.size() + 1, "Real servers start: Kafka, PostgreSQL, Keycloak, mail, and four services");
        try {
            stack.start(terminal::component);
        } catch (RuntimeException e) {
            terminal.line("The stack did not start. " + e.getMessage());
            return LOST;
        }
        followedAt(stack);
        boolean held;
        try (World world = new World(stack, terminal, Scale.demo())) {
            tell(world);
            Report report = Report.of(world.promises, Duration.ofNanos(System.nanoTime() - begun));
            held = report.held();
            conclude(report);
        }
        addresses(stack);
        if (!options.exit()) {
            terminal.line("Ctrl-C stops everything.");
            DesktopBrowser.show(URI.create(stack.ports().url("console")));
            new CountDownLatch(1).await();
        }
        return held ? KEPT : LOST;
    }

    /** Where the story can be looked at while it is told. */
    private void followedAt(Stack stack) {
        ConsolePeople.Person person = stack.people(List.of("analyst")).getFirst();
        terminal.say(
                "Follow it live at %s: sign in as %s with the password %s",
                stack.ports().url("console"), person.username(), person.password());
    }

    private void tell(World world) {
        int number = 1;
        for (Chapter chapter : STORY) {
            terminal.chapter(++number, STORY.size() + 1, chapter.title());
            try {
                chapter.tell(world);
            } catch (RuntimeException e) {
                // The next chapters build on this one; what they promise counts as lost.
                terminal.say("The story stops here: %s", String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private void conclude(Report report) {
        terminal.promises(report.promises());
        long kept = report.promises().stream().filter(promise -> promise.held()).count();
        terminal.line(String.format(
                Locale.ROOT,
                "%n%d of %d promises held, in %.0f s",
                kept,
                report.promises().size(),
                report.seconds()));
        Path file = options.report();
        if (file != null) {
            report.write(file);
            terminal.line("Report: " + file);
        }
    }

    private void addresses(Stack stack) {
        StackPorts ports = stack.ports();
        terminal.line("");
        terminal.line("Open       " + ports.url("console"));
        for (ConsolePeople.Person person : stack.people(ROLES)) {
            terminal.line(String.format(Locale.ROOT, "  sign in as %-9s %s", person.username(), person.password()));
        }
        terminal.line("REST API   " + ports.url("console") + "/api/v1");
        terminal.line("Keycloak   " + ports.url("keycloak") + "/admin (user admin, password in "
                + stack.dataDirectory().resolve("secrets/keycloak-admin") + ")");
        terminal.line("Kafka      " + stack.kafka().bootstrapServers());
        terminal.line("Mail       imaps 127.0.0.1:" + ports.of("imaps") + ", pop3s 127.0.0.1:" + ports.of("pop3s"));
        terminal.line("Logs       " + stack.dataDirectory().resolve("log"));
    }
}
