using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Hub.Connectors;

/// <summary>Programs and their libraries lie in mapped files, and each page that was ever looked at counts to the hub's memory, with its neighbours: the model of routes alone has 32 MB, all of them up to 160.</summary>
public static class MappedPages
{
    /// <summary><c>MADV_DONTNEED</c> of madvise(2).</summary>
    private const int NotNeeded = 4;

    /// <summary>Milliseconds in which a library is loaded: while its addresses are put right it is written to, though at a look nobody may.</summary>
    private const int Loading = 1_000;

    private static readonly Lazy<Advise?> Machine = new(Find);
    private static readonly Lock Turn = new();

    /// <summary>Mappings that held nothing but their file's bytes, and since when, in milliseconds.</summary>
    private static Dictionary<Mapping, long> clean = [];

    private delegate int Advise(nint start, nint length, int advice);

    /// <summary>
    /// The machine may take those pages; the next look finds them in its cache of files. Only of files that nobody may write to, and of whose pages none is the program's own, now and some time ago:
    /// any other page would come again as the file has it. Nothing where the system is not Linux.
    /// </summary>
    public static void LetGo() => LetGo(Environment.TickCount64);

    /// <param name="now">Milliseconds.</param>
    internal static void LetGo(long now)
    {
        if (Machine.Value is not { } advise)
        {
            return;
        }

        lock (Turn)
        {
            var seen = new Dictionary<Mapping, long>(clean.Count);
            Look(mapping => seen[mapping] = clean.GetValueOrDefault(mapping, now));
            clean = seen;
            foreach (var (mapping, since) in clean)
            {
                if (now - since >= Loading)
                {
                    _ = advise(mapping.From, mapping.To - mapping.From, NotNeeded);
                }
            }
        }
    }

    /// <summary>By bytes: as texts the lines would be more than what is let go.</summary>
    private static void Look(Action<Mapping> found)
    {
        using var file = File.OpenHandle("/proc/self/smaps");
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var (kept, position) = (0, 0L);
        Mapping? mapping = null;
        while (RandomAccess.Read(file, buffer.AsSpan(kept), position) is > 0 and var read)
        {
            position += read;
            var bytes = buffer.AsSpan(0, kept + read);
            while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
            {
                mapping = Next(mapping, bytes[..end], found);
                bytes = bytes[(end + 1)..];
            }

            bytes.CopyTo(buffer);
            kept = bytes.Length;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <remarks>proc(5), <c>/proc/self/smaps</c>: of each mapping first <c>from-to rights offset device inode path</c>, then a line for each count, and <c>VmFlags</c> at the end.</remarks>
    /// <returns>The mapping that the next line is of; null where it is none that counts.</returns>
    private static Mapping? Next(Mapping? mapping, ReadOnlySpan<byte> line, Action<Mapping> found)
    {
        var name = line[..Math.Max(0, line.IndexOf((byte)' '))];
        if (!name.EndsWith(":"u8))
        {
            return Mapping.Of(line);
        }

        if ((name.SequenceEqual("Anonymous:"u8) || name.SequenceEqual("Swap:"u8)) && !line.EndsWith(" 0 kB"u8))
        {
            return null;
        }

        if (mapping is { } whole && name.SequenceEqual("VmFlags:"u8))
        {
            found(whole);
        }

        return mapping;
    }

    private static Advise? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "madvise", out var function)
            ? Marshal.GetDelegateForFunctionPointer<Advise>(function)
            : null;

    /// <param name="Said">All that the system says of it, as one number.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Mapping(nint From, nint To, int Said)
    {
        /// <returns>Null where it may be written to, or where it is no file of a folder: that lies in memory alone.</returns>
        public static Mapping? Of(ReadOnlySpan<byte> line)
        {
            var (dash, rights, path) = (line.IndexOf((byte)'-'), line.IndexOf((byte)' ') + 1, line.IndexOf(" /"u8) + 1);
            if (!line[rights..].StartsWith("r-"u8) || path == 0 || line[path..].StartsWith("/memfd:"u8))
            {
                return null;
            }

            var said = new HashCode();
            said.AddBytes(line);
            return new Mapping(Address(line[..dash]), Address(line[(dash + 1)..(rights - 1)]), said.ToHashCode());
        }

        private static nint Address(ReadOnlySpan<byte> digits) => nint.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
