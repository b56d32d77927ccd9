// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.time.Instant;

/** The arrows of the design, each with its reason. */
@AnalyzeClasses(packages = "org.mailwarden.breachwatch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule decisionsSeeTheJdkAndContractsAlone = classes()
            .that()
            .haveNameMatching(
                    ".*\\.(screening\\.Screener|feed\\.PairTally|finding\\.(Reopening|SeverityRule|FindingFilter|FindingCursor"
                            + "|SourceName|PlainText|Sentences)"
                            + "|posture\\.(PostureRules|TransportRules|PostureChanges|Score)|evidence\\.(EvidenceStory|Told))"
                            + "(\\$.*)?")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.mailwarden.contracts..",
                    "org.mailwarden.kit.search..",
                    "org.mailwarden.breachwatch.screening",
                    "org.mailwarden.breachwatch.feed",
                    "org.mailwarden.breachwatch.finding",
                    "org.mailwarden.breachwatch.posture",
                    "org.mailwarden.breachwatch.evidence")
            .because("a decision that touches no clock, socket or database can be tested and read by itself");

    @ArchTest
    static final ArchRule judgementsOfFeedsSeeNoOutsider = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.feed\\.(Judge|Breaker|Match|FeedRules|OwnDomains|RunText|PlainText|hibp\\.HibpPlan|misp\\.Credential"
                            + "|table\\.TableRow)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..", "io.quarkus..", "io.vertx..", "java.net..", "java.nio.file..", "org.hibernate..")
            .because("what an item means must not depend on when, where and how it came");

    @ArchTest
    static final ArchRule oneMakerOfConnections = noClasses()
            .that()
            .resideInAPackage("..breachwatch.feed..")
            .and()
            .resideOutsideOfPackage("..breachwatch.feed.web..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.core\\.http\\..*|java\\.net\\.(Server)?Socket|java\\.net\\.http\\..*")
            .because("a connection made elsewhere would go where nobody checked");

    @ArchTest
    static final ArchRule corpusAndScannerSeeTheJdkAlone = classes()
            .that()
            .resideInAnyPackage("..breachwatch.corpus..", "..breachwatch.combolist..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "org.jboss.logging..",
                    "org.mailwarden.contracts..",
                    "org.mailwarden.breachwatch.corpus..",
                    "org.mailwarden.breachwatch.combolist..")
            .because("file formats and lookups must run in a benchmark without the service around them");

    @ArchTest
    static final ArchRule judgingSignInsSeesNoClockAndNoOutsider = classes()
            .that()
            .resideInAnyPackage("..breachwatch.signin..", "..breachwatch.place..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.maxmind.db..",
                    "org.mailwarden.contracts..",
                    "org.mailwarden.kit.egress..",
                    "org.mailwarden.breachwatch.signin..",
                    "org.mailwarden.breachwatch.place..")
            .because("a sign-in must be judged alike live, replayed and in a benchmark");

    @ArchTest
    static final ArchRule judgingSignInsTouchesNoFile = noClasses()
            .that()
            .resideInAPackage("..breachwatch.signin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.nio.file..", "java.net..", "java.sql..", "com.maxmind.db..", "org.mailwarden.kit..")
            .because("what follows from an attempt and a history must not depend on where either is kept");

    @ArchTest
    static final ArchRule messagingStaysInListeners = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Listener")
            .and()
            .haveSimpleNameNotEndingWith("Events")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..", "org.apache.kafka..")
            .because("everything else must work whatever carries the events");

    @ArchTest
    static final ArchRule restStaysInResources = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..")
            .because("what the product does must not depend on how it is asked");

    @ArchTest
    static final ArchRule everyEndpointNamesItsRoles = methods()
            .that()
            .areAnnotatedWith(GET.class)
            .or()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(PermitAll.class)
            .because("an endpoint that forgot its role would be open or dead");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = fields().should()
            .notBeAnnotatedWith(Inject.class)
            .because("a constructor shows what a class needs, and tests can call it");

    @ArchTest
    static final ArchRule timeComesFromTheClock =
            noClasses().should().callMethod(Instant.class, "now").because("time is an input");

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching("org.mailwarden.breachwatch.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a finding is followed through the rooms forwards");
}
