// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "org.mailwarden.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> PURE = describe("marked @Pure", ArchitectureTest::isPure);

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = classes()
            .that(PURE)
            .should(onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "javax.crypto..",
                            "org.jspecify..",
                            "org.mailwarden.contracts..",
                            "org.mailwarden.kit.secret..")
                    .and(not(resideInAnyPackage("java.sql..", "java.net.http..")))
                    .or(PURE)
                    .or(type(Pure.class))))
            .because("a decision that sees no clock, socket or database can be tested in full");

    @ArchTest
    static final ArchRule DECISIONS_ASK_NO_CLOCK = noClasses()
            .that(PURE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("a decision is told when it is");

    @ArchTest
    static final ArchRule ONE_TALKER_TO_KEYCLOAK = noClasses()
            .that()
            .resideOutsideOfPackage("..auth.keycloak..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.keycloak..")
            .because("every guard around Keycloak lives in one room");

    @ArchTest
    static final ArchRule ONE_TALKER_TO_MAIL_SERVERS = noClasses()
            .that()
            .resideOutsideOfPackage("..auth.mailserver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mailwarden.kit.egress..", "io.vertx.core.http..")
            .because("a key that opens a whole mail server has one user");

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

    /** What is inside of a pure class is pure as well, and so is an array of it. */
    private static boolean isPure(JavaClass found) {
        JavaClass type = found.getBaseComponentType();
        return type.isAnnotatedWith(Pure.class)
                || type.getEnclosingClass().filter(ArchitectureTest::isPure).isPresent();
    }
}
