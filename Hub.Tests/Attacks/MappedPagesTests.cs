using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Routing;

namespace Hub.Tests.Attacks;

/// <summary>What the hub looked at in its own files is let go with what it no longer needs, and is there again at the next look; what was written to never is.</summary>
public sealed class MappedPagesTests : IDisposable
{
    private const int Long = 3_000;
    private const int Readable = 1;
    private const int Writable = 2;
    private const int Private = 2;
    private static readonly int Size = 16 * Environment.SystemPageSize;

    private readonly string path = Path.GetTempFileName();

    private delegate nint Map(nint where, nint length, int rights, int flags, int file, nint offset);

    private delegate int Protect(nint start, nint length, int rights);

    private delegate int Unmap(nint start, nint length);

    [Fact]
    public void The_model_of_routes_is_let_go_and_found_again()
    {
        OnLinux();
        var model = ResourceMemory.Of(typeof(RoutingModel).Assembly, "routing-model.bin");
        var bytes = SHA256.HashData(model.Span);
        var program = typeof(RoutingModel).Assembly.Location;
        var now = Environment.TickCount64;
        MappedPages.LetGo(now);
        SHA256.HashData(model.Span).ShouldBe(bytes);
        var before = Resident(program);

        MappedPages.LetGo(now + Long);

        before.ShouldBeGreaterThanOrEqualTo(model.Length / 1024);
        Resident(program).ShouldBeLessThan(before / 2);
        SHA256.HashData(model.Span).ShouldBe(bytes);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(Long, false)]
    public void A_library_has_time_to_be_loaded(int later, bool isHeld)
    {
        OnLinux();
        var mapped = MapFile(Readable);
        var now = Environment.TickCount64;
        MappedPages.LetGo(now);
        Sum(mapped).ShouldBe(Size * 'a');

        MappedPages.LetGo(now + later);

        (Resident(path) > 0).ShouldBe(isHeld);
        Sum(mapped).ShouldBe(Size * 'a');
        LetLie(mapped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_written_into_a_page_stays(bool wasCleanBefore)
    {
        OnLinux();
        var mapped = MapFile(wasCleanBefore ? Readable : Readable | Writable);
        var now = Environment.TickCount64;
        MappedPages.LetGo(now);
        Guard(mapped, Readable | Writable);
        Marshal.WriteByte(mapped, (byte)'z');
        Guard(mapped, Readable);

        MappedPages.LetGo(now + Long);
        MappedPages.LetGo(now + (2 * Long));

        Marshal.ReadByte(mapped).ShouldBe((byte)'z');
        LetLie(mapped);
    }

    public void Dispose() => File.Delete(path);

    private static void OnLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The pages of a process are told by Linux.");

    private static T C<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), name));

    private static void Guard(nint mapped, int rights) => C<Protect>("mprotect")(mapped, Size, rights).ShouldBe(0);

    private static void LetLie(nint mapped) => C<Unmap>("munmap")(mapped, Size).ShouldBe(0);

    private static int Sum(nint mapped) => Enumerable.Range(0, Size).Sum(i => Marshal.ReadByte(mapped, i));

    private nint MapFile(int rights)
    {
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)'a', Size)]);
        using var file = File.OpenHandle(path);
        var mapped = C<Map>("mmap")(0, Size, rights, Private, (int)file.DangerousGetHandle(), 0);
        mapped.ShouldNotBe(-1);
        return mapped;
    }

    /// <returns>Kilobytes of the mappings of a file.</returns>
    private static long Resident(string file)
    {
        var (isIn, all) = (false, 0L);
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Split(' ')[0] is not [.., ':'])
            {
                isIn = line.EndsWith(file, StringComparison.Ordinal);
            }
            else if (isIn && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                all += long.Parse(line.AsSpan(4).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture);
            }
        }

        return all;
    }
}
