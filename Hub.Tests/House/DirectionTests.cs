using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Hub.Tests.House;

/// <summary>Hub.Host is built in floors: a folder uses what stands below it and never what stands above.</summary>
public sealed partial class DirectionTests
{
    /// <summary>From the ground upwards. The empty name is the root itself, where the program is put together.</summary>
    private static readonly string[] Floors =
        ["Storage", "Foundation", "People", "Sources", "Work", "Mailing", "Intake", "FollowUp", "Watch", "Figures", "Web", "", "Verbs"];

    internal static readonly Assembly Host = typeof(Hub.Host.HubApp).Assembly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    [Fact]
    public void Every_folder_has_its_floor()
    {
        var folders = Directory.GetDirectories(Path.Combine(Tree.Root, "Hub.Host")).Select(Path.GetFileName).Except(["bin", "obj", "wwwroot", "Properties"]);

        folders.ShouldBe(Floors.Where(f => f.Length > 0), ignoreOrder: true);
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var strays = Tree.Files("Hub.Host", "*.cs")
            .Select(path => (path, Declared: NamespaceLine().Match(Tree.Read(path)) is { Success: true } m ? m.Groups[1].Value : null))
            .Where(file => file.Declared is not null && file.Declared != "Hub.Host" + string.Concat(file.path.Split('/')[1..^1].Select(part => "." + part)))
            .Select(file => $"{file.path}: {file.Declared}");

        strays.ShouldBeEmpty();
    }

    /// <summary>Reads the compiled program, pages included: what a type inherits, holds, is given, and calls.</summary>
    [Fact]
    public void No_folder_uses_one_above_it()
    {
        var arrows = Host.GetTypes().SelectMany(type => Used(type).Select(used => (From: Owner(type), To: Owner(used))))
            .Where(arrow => FloorOf(arrow.To) > FloorOf(arrow.From) && !IsEntry(arrow.From))
            .Select(arrow => $"{arrow.From.FullName} -> {arrow.To.FullName}").Distinct().Order();

        arrows.ShouldBeEmpty();
    }

    /// <summary>Constants leave no trace in the compiled program; a using does.</summary>
    [Fact]
    public void No_file_imports_a_folder_above_it()
    {
        var imports =
            from path in Tree.Files("Hub.Host", "*.cs")
            let floor = Array.IndexOf(Floors, path.Split('/') is [_, var folder, _, ..] ? folder : "")
            from Match line in UsingLine().Matches(Tree.Read(path))
            where path != "Hub.Host/Program.cs" && Array.IndexOf(Floors, line.Groups[1].Value) > floor
            select $"{path}: {line.Value.Trim()}";

        imports.ShouldBeEmpty();
    }

    // The compiler's own wrapper of Program.cs, whose one line hands over to the verbs.
    private static bool IsEntry(Type type) => type == Host.EntryPoint!.DeclaringType;

    internal static Type Owner(Type type) => type.DeclaringType is { } outer ? Owner(outer) : type;

    private static int FloorOf(Type type) =>
        type.Namespace is { } name && name.StartsWith("Hub.Host", StringComparison.Ordinal) ? Array.IndexOf(Floors, name.Split('.') is [_, _, var folder, ..] ? folder : "") : -1;

    internal static IEnumerable<Type> Used(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        IEnumerable<Type> direct = [.. type.GetInterfaces(), .. type.GetFields(all).Select(f => f.FieldType), .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes];
        var methods = type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).ToList();
        return direct.Concat(methods.SelectMany(Signature)).Concat(methods.SelectMany(Called)).SelectMany(Parts).Where(t => t.Assembly == Host);
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
        [.. method.GetParameters().Select(p => p.ParameterType), .. method is MethodInfo info ? [info.ReturnType] : Type.EmptyTypes];

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericType: true } => [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)],
        _ => [type],
    };

    private static IEnumerable<Type> Called(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            yield break;
        }

        for (var at = 0; at < il.Length;)
        {
            var value = il[at] == 0xFE ? unchecked((short)((il[at] << 8) | il[at + 1])) : il[at];
            var code = OpCodesByValue[value];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                foreach (var type in Resolve(method, BitConverter.ToInt32(il, at)))
                {
                    yield return type;
                }
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Resolve(MethodBase method, int token)
    {
        var member = method.Module.ResolveMember(token, method.DeclaringType is { IsGenericType: true } t ? t.GetGenericArguments() : null, method is { IsGenericMethod: true } ? method.GetGenericArguments() : null);
        return member switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } called => [called.DeclaringType!, .. called.GetGenericArguments()],
            { DeclaringType: { } owner } => [owner],
            _ => [],
        };
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static |\w+ = )?Hub\.Host\.(\w+)[\w.]*;", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
