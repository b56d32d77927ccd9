// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.devstack.keycloak.ConsolePeople.Person;
import org.mailwarden.e2e.organisation.Plant;

/** The report for the management, as the sheets that come out of the printer. */
@ExtendWith(SharedStack.Resolver.class)
class PostureReportTest {

    private static final int MOST_SHEETS = 4;
    private static final float DRAFT_DPI = 40;
    private static final float CLEAR_DPI = 110;
    private static final int DARK = 100;

    private static final org.mailwarden.e2e.organisation.Person RITA = rita();

    private static SharedStack shared;
    private static World world;
    private static Chromium chromium;
    private static URI console;
    private static Person admin;

    /** What came out: words, and how much of each sheet is dark. */
    private record Sheets(int count, String text, List<Double> dark) {}

    @BeforeAll
    static void somebodyIsWatched(SharedStack running) {
        shared = running;
        chromium = Chromium.start();
        world = new World(shared.stack, shared.terminal, new Scale(List.of(RITA), 0, 0, 0));
        world.keycloak.create(RITA);
        shared.stack.mail().addUser(RITA.address(), RITA.address(), RITA.password());
        world.api
                .enrol(RITA, shared.stack.ports().of("imaps"), "TLS", RITA.password())
                .orFail("Enrolling " + RITA.username());
        world.await(
                "the account to be judged",
                () -> world.api
                                .call("POST", "/posture/history", Map.of())
                                .orFail("Counting the posture of today")
                                .body()
                                .path("report")
                                .path("accounts")
                                .asInt()
                        > 0);
        console = URI.create(shared.stack.ports().url("console"));
        admin = shared.stack.people(List.of("admin")).getFirst();
    }

    @AfterAll
    static void consoleCloses() {
        if (chromium != null) {
            chromium.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @Test
    void theReportIsAFewLightSheetsThatSayWhoseTheyAreAndWhenTheirFiguresWereRead() throws IOException {
        // Given
        try (ConsoleVisit visit =
                new ConsoleVisit(chromium.browser(), console, new ConsoleVisit.Screen(1280, 900, "dark"))) {
            visit.signIn(admin, "/");
            visit.page().getByText("Print report").click();
            everythingIsRead(visit);

            // When
            Sheets sheets = printed(visit.page());

            // Then
            assertThat(sheets.count()).isBetween(1, MOST_SHEETS);
            assertThat(sheets.text())
                    .contains("Posture report", SharedStack.ORGANISATION, "(30 days)", "Admin of Mailwarden")
                    .containsPattern("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2} UTC")
                    .contains("of 100, over", "The score over time", "days have no score")
                    .contains("Time to reset", "Target: within 1 d", "Second factors", "Password age", "What was done")
                    .contains("What is not known", "1 / " + sheets.count())
                    .doesNotContain("Integrations", "Audit", "Skip to the content", "Try again");
            assertThat(sheets.dark()).allSatisfy(share -> assertThat(share).isLessThan(0.2));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void whatAServiceWouldHaveSaidIsNamedAsMissingAndTheRestIsThere() throws IOException {
        // Given
        try (ConsoleVisit visit = new ConsoleVisit(chromium.browser(), console, ConsoleVisit.Screen.DESK)) {
            visit.signIn(admin, "/");
            shared.stack.stop("auth");
            Sheets sheets;
            try {
                visit.open("/report");
                everythingIsRead(visit);

                // When
                sheets = printed(visit.page());
            } finally {
                shared.stack.start("auth");
            }

            // Then
            assertThat(sheets.text())
                    .contains("auth does not answer")
                    .contains("Could not be read: second factors.", "Could not be read: the responses of the period.")
                    .contains("How long resets took could not be read.", "Who has a second factor could not be read.")
                    .contains("of 100, over", "Open findings:", "The score over time")
                    .doesNotContain("Nothing is known to be missing", "Proved within the target");
        }
    }

    private static org.mailwarden.e2e.organisation.Person rita() {
        String name = "rita" + UUID.randomUUID().toString().substring(0, 6);
        return new org.mailwarden.e2e.organisation.Person(
                name,
                "Rita Report",
                name + "@report.example",
                name + "@private.example",
                Protocol.IMAP,
                "current-" + UUID.randomUUID(),
                "former-" + UUID.randomUUID(),
                Plant.NONE);
    }

    private static void everythingIsRead(ConsoleVisit visit) {
        visit.page().waitForURL("**/report");
        // The page that was there before stays until this one is loaded.
        visit.page().locator("main").getByText("Posture report").first().waitFor();
        visit.settle();
        visit.page().waitForFunction("() => !document.body.innerText.includes('Figures are still being read')");
    }

    private static Sheets printed(Page page) throws IOException {
        byte[] pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFRenderer renderer = new PDFRenderer(document);
            keep(pdf, document, renderer);
            String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
            List<Double> dark = IntStream.range(0, document.getNumberOfPages())
                    .mapToObj(sheet -> dark(drawn(renderer, sheet, DRAFT_DPI)))
                    .toList();
            return new Sheets(document.getNumberOfPages(), text, dark);
        }
    }

    private static BufferedImage drawn(PDFRenderer renderer, int sheet, float dpi) {
        try {
            return renderer.renderImageWithDPI(sheet, dpi);
        } catch (IOException cause) {
            throw new AssertionError("Sheet " + (sheet + 1) + " cannot be drawn", cause);
        }
    }

    private static double dark(BufferedImage sheet) {
        long dark = IntStream.range(0, sheet.getWidth() * sheet.getHeight())
                .map(at -> sheet.getRGB(at % sheet.getWidth(), at / sheet.getWidth()))
                .filter(colour -> ((colour >> 16 & 0xff) + (colour >> 8 & 0xff) + (colour & 0xff)) / 3 < DARK)
                .count();
        return (double) dark / (sheet.getWidth() * sheet.getHeight());
    }

    private static void keep(byte[] pdf, PDDocument document, PDFRenderer renderer) throws IOException {
        String folder = System.getProperty("mailwarden.screenshots", "");
        if (folder.isBlank()) {
            return;
        }
        Files.write(Path.of(folder, "report.pdf"), pdf);
        for (int sheet = 0; sheet < document.getNumberOfPages(); sheet++) {
            ImageIO.write(
                    drawn(renderer, sheet, CLEAR_DPI),
                    "png",
                    Path.of(folder, "report-sheet-" + (sheet + 1) + ".png").toFile());
        }
    }
}
