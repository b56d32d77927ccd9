// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the design, each with its reason. */
@AnalyzeClasses(packages = "org.mailwarden.console", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule decisionsSeeNoRequest = classes()
            .that()
            .haveNameMatching(
                    ".*\\.(gateway\\.Routes|gateway\\.Upstream|credential\\.CredentialHtml|stream\\.HintRing|stream\\.Hint|stream\\.Cursor|stream\\.Change|stream\\.HintKind|lag\\.Lag|lag\\.PartitionOffsets|problem\\.Problem)(\\$.*)?")
            .should(onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.mailwarden.console.gateway",
                    "org.mailwarden.console.credential",
                    "org.mailwarden.console.stream",
                    "org.mailwarden.console.lag",
                    "org.mailwarden.contracts..",
                    "org.mailwarden.console.status")))
            .because("which path goes where, and what a health document means, must be testable in full");

    @ArchTest
    static final ArchRule holdsNoState = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mailwarden.kit..", "jakarta.persistence..", "java.sql..")
            .because("the console shows what the services hold, and holds nothing itself");

    @ArchTest
    static final ArchRule listensInOneRoom = noClasses()
            .that()
            .resideOutsideOfPackages("org.mailwarden.console.stream", "org.mailwarden.console.lag")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..")
            .because("what is heard becomes a hint and goes nowhere else");

    @ArchTest
    static final ArchRule readsNoRecordsForLag = noClasses()
            .that()
            .resideInAPackage("org.mailwarden.console.lag")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.clients\\.(consumer\\.KafkaConsumer|producer\\..*)")
            .because("how far somebody is can be asked without reading what they read");

    @ArchTest
    static final ArchRule importsNoService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mailwarden.fetcher..", "org.mailwarden.breachwatch..", "org.mailwarden.auth..")
            .because("services meet over REST and events alone");

    @ArchTest
    static final ArchRule noFieldInjection = fields().should()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .because("a constructor shows what a class needs");

    @ArchTest
    static final ArchRule noCycles = slices().matching("org.mailwarden.console.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a request is followed forwards, room by room");
}
