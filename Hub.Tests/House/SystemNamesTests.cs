using Hub.Connectors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Tests.House;

/// <summary>What is peculiar to a system is a trait of its kind or a line of the law's data: no code of the core decides by a system's name.</summary>
public sealed class SystemNamesTests
{
    private static readonly HashSet<string> Names = [.. ConnectorCatalog.Shipped.Kinds.SelectMany(k => new[] { k.Name, k.System })];

    [Theory]
    [InlineData("Hub.Domain")]
    [InlineData("Hub.Host")]
    public void No_code_decides_by_the_name_of_a_system(string project)
    {
        var decided = Tree.Files(project, "*.cs").Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal) && !path.StartsWith("Hub.Domain/Catalogue/", StringComparison.Ordinal))
            .SelectMany(path => Deciding(Tree.Read(path)).Select(word => $"{path}: {word}"));

        decided.ShouldBeEmpty("ask the traits of the ConnectorKind, the catalogue's systems or the channels of the standards");
    }

    [Theory]
    [InlineData("""var a = ticket.System == "lapor";""")]
    [InlineData("""var a = facts is { System: "spse" };""")]
    [InlineData("""const string Name = "sihab";""")]
    [InlineData("""var a = system != "email" ? 1 : 2;""")]
    [InlineData("""var a = new Question { System = said ?? "email" };""")]
    [InlineData("""var a = system switch { "email" => 1, _ => 2 };""")]
    public void What_decides_is_seen(string code) => Deciding(code).ShouldHaveSingleItem();

    [Theory]
    [InlineData("""var a = Text(request, "email");""")]
    [InlineData("""string[] reached = ["phone", "email"];""")]
    public void The_word_email_as_a_field_is_none(string code) => Deciding(code).ShouldBeEmpty();

    private static IEnumerable<string> Deciding(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
        .Where(literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && Names.Contains(literal.Token.ValueText) && Decides(literal))
        .Select(literal => literal.Parent!.ToString());

    // "email" is also the name of a field of forms, of a claim and of a printed channel; every other name is a system wherever it stands.
    private static bool Decides(LiteralExpressionSyntax literal) =>
        literal.Token.ValueText != "email" || literal.Parent is BinaryExpressionSyntax or ConstantPatternSyntax or CaseSwitchLabelSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax or ConditionalExpressionSyntax;
}
