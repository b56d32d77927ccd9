// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.mailwarden.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = classes()
            .that()
            .haveNameMatching(
                    ".*\\.(Governor|HoldCode|SourceBreaker|QuietHours|BatchList|Canary|Simulator|Simulation|RemediationPlanner|PolicyMatcher|Policy|Budget|LedgerChain|CheckpointChain|Checkpoint|Pseudonyms|RealmRules|KeycloakVersions|PolicyHash|SlowHash|Snapshots|PlannedSteps|Expiry|Rotation|SecondFactorRule|Upkeep|Coverage|Person|Sequence|Step)(\\$.*)?")
            .should(onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "javax.crypto..",
                            "org.jspecify..",
                            "org.mailwarden.contracts..",
                            "org.mailwarden.auth.governor",
                            "org.mailwarden.auth.policy",
                            "org.mailwarden.auth.ledger",
                            "org.mailwarden.auth.doctor",
                            "org.mailwarden.auth.retired",
                            "org.mailwarden.auth.batch",
                            "org.mailwarden.auth.simulation",
                            "org.mailwarden.auth.posture",
                            "org.mailwarden.auth.saga",
                            "org.mailwarden.auth.lifecycle",
                            "org.mailwarden.auth.remediation")
                    .or(simpleName("RealmFacts"))))
            .because("a decision that sees no clock, socket or database can be tested in full");

    @ArchTest
    static final ArchRule ONE_TALKER_TO_KEYCLOAK = noClasses()
            .that()
            .resideOutsideOfPackage("..auth.keycloak..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.keycloak..")
            .because("every guard around Keycloak lives in one room");

    @ArchTest
    static final ArchRule MESSAGING_AT_THE_EDGE = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Events")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..")
            .because("a reader finds every way in by name");

    @ArchTest
    static final ArchRule REST_AT_THE_EDGE = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..")
            .because("decisions do not know how they were asked for");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = fields().should()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .because("a constructor shows what a class needs");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("org.mailwarden.auth.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a finding is followed forwards, room by room");
}
